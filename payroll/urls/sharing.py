"""Addresses about set-asides, the surplus and what things cost."""

from django.urls import path

from payroll.views import hours, products, projects, set_asides, surplus, what_if

urlpatterns = [
    path("pay/set-asides/", set_asides.set_asides, name="set-asides"),
    path("pay/set-asides/<int:period_id>/", set_asides.set_aside, name="set-aside"),
    path("surplus/", surplus.surpluses, name="surpluses"),
    path("surplus/hours/", hours.hours, name="hours"),
    path("surplus/what-if/", what_if.what_if, name="what-if"),
    path("surplus/what-if/show/", what_if.show, name="show-what-if"),
    path("surplus/what-if/hall/", what_if.make_screen, name="make-what-if-screen"),
    path("surplus/what-if/hall/<str:token>/", what_if.screen, name="what-if-screen"),
    path("surplus/what-if/hall/<str:token>/part/", what_if.screen_part, name="what-if-screen-part"),
    path("surplus/returns/<int:return_id>/pay/", surplus.pay_return, name="pay-return"),
    path("surplus/<int:surplus_id>/", surplus.surplus, name="surplus"),
    path("products/", products.products, name="products"),
    path("projects/", projects.projects, name="projects"),
]
